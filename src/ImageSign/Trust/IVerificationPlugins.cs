namespace ImageSign.Trust;

/// <summary>The plug-ins that signatures can ask for when they are verified.</summary>
public interface IVerificationPlugins
{
    /// <summary>Opens an installed plug-in; the code of family 3 says why it cannot be used.</summary>
    ValueTask<IVerificationPlugin> OpenAsync(string name, CancellationToken cancellationToken);
}
