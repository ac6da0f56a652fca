using ImageSign.Keys;
using ImageSign.Keys.Pkcs11;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys.Pkcs11;

/// <summary>Rule 26: modules are code.</summary>
[Collection(TokenTests.Name)]
public sealed class TheFileOfAModule : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly EnvironmentScope _environment = new();

    public TheFileOfAModule()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "rights of Unix");
        _environment.Set("IMAGESIGN_PKCS11_MODULE", null).Set("COSIGN_PKCS11_MODULE_PATH", null);
    }

    public void Dispose()
    {
        _environment.Dispose();
        _directory.Dispose();
    }

    [Theory, InlineData("IMAGESIGN_PKCS11_MODULE"), InlineData("COSIGN_PKCS11_MODULE_PATH")]
    public void Is_never_found_by_a_relative_path(string variable)
    {
        _environment.Set(variable, "softhsm.so");

        Refused(() => ModuleFile.Find(Pkcs11Uri.Parse("pkcs11:object=key")), "its path is not absolute");
    }

    [Fact]
    public void Is_never_looked_for() =>
        Assert.Equal(ErrorCodes.Pkcs11ModuleNeeded, Assert.Throws<ImageSignException>(() => ModuleFile.Find(Pkcs11Uri.Parse("pkcs11:object=key"))).Code);

    [Theory, InlineData(true), InlineData(false)]
    public void Is_not_taken_from_the_current_directory(bool linked)
    {
        var here = Path.Combine(Environment.CurrentDirectory, $"{Guid.NewGuid():N}.so");
        File.WriteAllText(here, "x");
        try
        {
            if (linked) File.CreateSymbolicLink(_directory.File("module.so"), here);
            Refused(() => ModuleFile.RealFile(linked ? _directory.File("module.so") : here), "it is in the current directory");
        }
        finally
        {
            File.Delete(here);
        }
    }

    [Theory]
    [InlineData("file", UnixFileMode.OtherWrite, "others may write to it")]
    [InlineData("file", UnixFileMode.GroupWrite, "others may write to it")]
    [InlineData("directory", UnixFileMode.OtherWrite, "others may write to its directory")]
    public void That_others_may_change_is_refused(string what, UnixFileMode mode, string words)
    {
        if (OperatingSystem.IsWindows()) return; // for the analyzer; skipped above
        var file = _directory.File("module.so");
        File.WriteAllText(file, "x");
        var place = what == "file" ? file : _directory.Path;
        File.SetUnixFileMode(place, File.GetUnixFileMode(place) | mode);

        Refused(() => ModuleFile.RealFile(file), words);
    }

    [Theory, InlineData("/dev/null", "it is not a regular file"), InlineData("/usr", "it is not a regular file"), InlineData("/nowhere/module.so", "there is no such file")]
    public void That_is_no_file_is_refused(string path, string words) => Refused(() => ModuleFile.RealFile(path), words);

    [Fact]
    public async Task That_is_no_module_is_refused()
    {
        await File.WriteAllTextAsync(_directory.File("text.so"), "no library", TestContext.Current.CancellationToken);
        var library = Directory.EnumerateFiles("/usr/lib", "libm.so.6", SearchOption.AllDirectories).FirstOrDefault();
        foreach (var file in (string?[])[_directory.File("text.so"), library])
        {
            if (file is null) continue;
            var reference = KeyReference.Parse($"pkcs11:object=key?module-path={file}");
            var failure = await Assert.ThrowsAsync<ImageSignException>(
                () => new Pkcs11KeyProvider().OpenSigningKeyAsync(reference, Passwords.None, TestContext.Current.CancellationToken).AsTask());
            Assert.Equal(ErrorCodes.Pkcs11ModuleNotUsable, failure.Code);
        }
    }

    private static void Refused(Action find, string words)
    {
        var refusal = Assert.Throws<ImageSignException>(find);
        Assert.Equal(ErrorCodes.Pkcs11ModuleNotUsable, refusal.Code);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }
}
