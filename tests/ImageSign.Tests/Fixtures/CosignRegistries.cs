using ImageSign.Testing;

namespace ImageSign.Tests.Fixtures;

/// <summary>The whole corpus in two registries, one with and one without the referrers API; each layout is a repository.</summary>
public sealed class CosignRegistries : IAsyncLifetime
{
    private TestRegistry? _withReferrersApi;
    private TestRegistry? _withoutReferrersApi;

    public async ValueTask InitializeAsync()
    {
        _withReferrersApi = await TestRegistry.StartAsync();
        _withoutReferrersApi = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = false });
        foreach (var registry in (TestRegistry[])[_withReferrersApi, _withoutReferrersApi])
        {
            foreach (var layout in LayoutCorpus.Instance.Names) LayoutCorpus.Instance.Import(layout, registry.Content, layout);
        }
    }

    public TestRegistry Of(bool referrersApi) => (referrersApi ? _withReferrersApi : _withoutReferrersApi)!;

    public async ValueTask DisposeAsync()
    {
        await _withReferrersApi!.DisposeAsync();
        await _withoutReferrersApi!.DisposeAsync();
    }
}
