using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Trust;

namespace ImageSign.Tests.Trust;

public sealed class ATrustStoreDirectory : IDisposable
{
    private static readonly string Pki = Path.Combine(NotationVectors.Folder, "pki", "p256");
    private readonly TempDirectory _directory = new();

    private string Store(TrustStoreKind kind) => Directory.CreateDirectory(_directory.File("x509", new TrustStoreName(kind, "s").KindName, "s")).FullName;

    [Fact]
    public void Holds_certificates_as_PEM_and_as_DER_under_any_name()
    {
        File.Copy(Path.Combine(Pki, "root.crt"), Path.Combine(Store(TrustStoreKind.Ca), "a.txt"));
        File.Copy(Path.Combine(NotationVectors.TrustStore, "x509", "ca", "invalid-der", "root.cer"), Path.Combine(Store(TrustStoreKind.Ca), "b"));
        Assert.Equal(2, Load(TrustStoreKind.Ca).Count);
    }

    [Theory, InlineData("empty"), InlineData("directory"), InlineData("garbage"), InlineData("leaf"), InlineData("link"), InlineData("key")]
    public void That_holds_anything_else_is_refused(string what)
    {
        var store = Store(TrustStoreKind.Ca);
        if (what != "empty") File.Copy(Path.Combine(Pki, "root.crt"), Path.Combine(store, "root.crt"));
        switch (what)
        {
            case "directory": Directory.CreateDirectory(Path.Combine(store, "sub")); break;
            case "garbage": File.WriteAllText(Path.Combine(store, "readme"), "not a certificate"); break;
            case "leaf": File.Copy(Path.Combine(Pki, "leaf.crt"), Path.Combine(store, "leaf.crt")); break;
            case "key": File.Copy(Path.Combine(Pki, "leaf.key"), Path.Combine(store, "leaf.key")); break;
            case "link": File.CreateSymbolicLink(Path.Combine(store, "link.crt"), Path.Combine(Pki, "root.crt")); break;
        }

        AssertUnusable(TrustStoreKind.Ca);
    }

    [Theory, InlineData(".DS_Store"), InlineData("README"), InlineData("leaf.crt")]
    public void With_a_stray_file_names_it_and_is_no_answer_about_an_image(string name)
    {
        File.Copy(Path.Combine(Pki, "root.crt"), Path.Combine(Store(TrustStoreKind.Ca), "root.pem"));
        File.Copy(name == "leaf.crt" ? Path.Combine(Pki, name) : Path.Combine(NotationVectors.Folder, "README.md"), Path.Combine(Store(TrustStoreKind.Ca), name));

        var refusal = Assert.Throws<ImageSignException>(() => Load(TrustStoreKind.Ca));

        Assert.Equal((ErrorCodes.TrustStoreUnusable, true), (refusal.Code, refusal.Code.Undecided));
        Assert.Contains($"'{name}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Holds_several_certificates_in_a_file_and_files_with_a_byte_order_mark()
    {
        var root = File.ReadAllText(Path.Combine(Pki, "root.crt"));
        File.WriteAllText(Path.Combine(Store(TrustStoreKind.Ca), "both.crt"), $"\uFEFF{root}{File.ReadAllText(Path.Combine(Pki, "ica.crt"))}");
        File.WriteAllText(Path.Combine(Store(TrustStoreKind.Ca), "root.pem"), root);

        Assert.Equal(3, Load(TrustStoreKind.Ca).Count);
    }

    [Fact]
    public void That_is_missing_or_a_link_is_refused()
    {
        AssertUnusable(TrustStoreKind.Ca);
        Directory.CreateDirectory(_directory.File("x509", "ca"));
        Directory.CreateSymbolicLink(_directory.File("x509", "ca", "s"), Path.Combine(NotationVectors.TrustStore, "x509", "ca", "all"));
        AssertUnusable(TrustStoreKind.Ca);
    }

    [Fact]
    public void For_timestamps_holds_roots_only()
    {
        File.Copy(Path.Combine(Pki, "ica.crt"), Path.Combine(Store(TrustStoreKind.Ca), "ica.crt"));
        Assert.Single(Load(TrustStoreKind.Ca));
        File.Copy(Path.Combine(Pki, "ica.crt"), Path.Combine(Store(TrustStoreKind.Tsa), "ica.crt"));
        AssertUnusable(TrustStoreKind.Tsa);
    }

    [Theory, InlineData("ca:.."), InlineData("ca:a/b"), InlineData("ca:"), InlineData("CA:a"), InlineData("a"), InlineData("ca:a b")]
    public void Has_a_name_that_is_safe_in_a_path(string name) => Assert.Null(TrustStoreName.TryParse(name));

    public void Dispose() => _directory.Dispose();

    private IReadOnlyList<System.Security.Cryptography.X509Certificates.X509Certificate2> Load(TrustStoreKind kind) => new DirectoryTrustStore(_directory.Path).Load(new TrustStoreName(kind, "s"));

    private void AssertUnusable(TrustStoreKind kind) => Assert.Equal(ErrorCodes.TrustStoreUnusable, Assert.Throws<ImageSignException>(() => Load(kind)).Code);
}
