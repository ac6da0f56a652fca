using ImageSign.Benchmarks.Registry;
using ImageSign.Testing;

if (BenchmarkOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

await using var registry = options.Registry is null ? await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = options.ReferrersApi, Port = options.Port }) : null;
using var images = new BenchmarkImages(options, options.Registry ?? registry!.Host);
await images.WriteAsync();
Console.WriteLine($"ready {images.Host}");
// With a registry of its own, it serves until standard input ends.
if (registry is not null) await Console.In.ReadToEndAsync();
return 0;
