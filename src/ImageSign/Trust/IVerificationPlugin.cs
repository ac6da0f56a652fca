namespace ImageSign.Trust;

/// <summary>A plug-in that judges signatures.</summary>
public interface IVerificationPlugin
{
    /// <summary>Its version, semantic.</summary>
    string Version { get; }

    /// <summary>True when it judges identities instead of us.</summary>
    bool JudgesIdentity { get; }

    /// <summary>True when it judges revocation instead of us.</summary>
    bool JudgesRevocation { get; }

    /// <summary>Asks it.</summary>
    ValueTask<PluginAnswer> AskAsync(PluginQuestion question, CancellationToken cancellationToken);
}
