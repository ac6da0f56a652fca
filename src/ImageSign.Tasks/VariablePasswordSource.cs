using System.Text;
using ImageSign.Keys;

namespace ImageSign.Tasks;

/// <summary>
/// The password from an environment variable that is read here, inside the task: read as an MSBuild property, or passed as a parameter, it would be in
/// every binary log.
/// </summary>
internal sealed class VariablePasswordSource(PasswordVariable variable) : IPasswordSource
{
    private const string CosignVariable = "COSIGN_PASSWORD";

    /// <summary>The password where nobody says in which variable it is.</summary>
    public static VariablePasswordSource OfDefault() => new(PasswordVariable.Parse(PasswordVariable.Default));

    public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken)
    {
        var password = Environment.GetEnvironmentVariable(variable.Name);
        if (password is null && variable.Name == PasswordVariable.Default) password = Environment.GetEnvironmentVariable(CosignVariable);
        return ValueTask.FromResult(password is null ? null : Encoding.UTF8.GetBytes(password));
    }
}
