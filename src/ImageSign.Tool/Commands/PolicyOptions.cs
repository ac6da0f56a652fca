using System.CommandLine;

namespace ImageSign.Tool.Commands;

/// <summary>The options of a verification by trust policy instead of by key.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<string> _policy = new("--policy") { Description = "A Notary Project trust policy, or the name of a built-in one: microsoft-dotnet. Without it and without -k: notation's own.", HelpName = "NAME|FILE" };

    private readonly Option<string> _trustStore = new("--trust-store") { Description = "The directory with the policy's trust stores. Default: notation's own.", HelpName = "DIR" };

    private readonly Option<string> _scope = new("--scope") { Description = "Use the policy's statement for this repository; for images that are in no registry, or in a mirror.", HelpName = "REPOSITORY" };

    /// <summary>Adds the options; a key and a policy exclude each other.</summary>
    public void AddTo(Command command, Option<string[]> keys)
    {
        foreach (var option in (Option[])[_policy, _trustStore, _scope]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(keys) is null) return;
            foreach (var option in (Option[])[_policy, _trustStore, _scope])
            {
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"Options '-k' and '{option.Name}' exclude each other.");
            }
        });
    }

    /// <summary>True when the user named a policy, or something of one.</summary>
    public bool IsGiven(System.CommandLine.Parsing.CommandResult result) =>
        ((Option[])[_policy, _trustStore, _scope]).Any(option => result.GetResult(option) is { Implicit: false });

    /// <summary>The request with what the user chose.</summary>
    public VerifyRequest Apply(ParseResult parsed, VerifyRequest request) => request with
    {
        PolicyFile = parsed.GetValue(_policy),
        TrustStoreDirectory = parsed.GetValue(_trustStore),
        Scope = parsed.GetValue(_scope),
    };
}
