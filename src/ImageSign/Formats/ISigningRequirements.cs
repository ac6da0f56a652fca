using ImageSign.Keys;

namespace ImageSign.Formats;

/// <summary>A format that cannot sign with every key says so before any request is sent.</summary>
public interface ISigningRequirements
{
    /// <summary>Throws the code that says what is wrong with the key, or with its certificates.</summary>
    void Require(ISigningKey key);
}
