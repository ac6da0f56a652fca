using System.Collections.Concurrent;

namespace ImageSign.Keys.Pkcs11;

/// <summary>
/// A module that this process has loaded. There is one of each for the whole process, since Cryptoki's state is the process's: who is logged in, and that it
/// was initialised. It is never finalised or unloaded: another project of the same MSBuild node, or another library, may be using it.
/// </summary>
internal sealed class Pkcs11Module
{
    private static readonly ConcurrentDictionary<string, Lazy<Pkcs11Module>> Loaded = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<ulong, TokenLogin> _logins = new();

    private Pkcs11Module(string path, Pkcs11Library library) => (Path, Library) = (path, library);

    /// <summary>The real path of its file.</summary>
    public string Path { get; }

    /// <summary>Its functions.</summary>
    public Pkcs11Library Library { get; }

    /// <summary>The module that <paramref name="uri"/> names, loaded with its first use.</summary>
    public static Pkcs11Module Open(Pkcs11Uri uri)
    {
        var path = ModuleFile.Find(uri);
        try
        {
            return Loaded.GetOrAdd(path, static file => new Lazy<Pkcs11Module>(() => Load(file))).Value;
        }
        catch (ImageSignException)
        {
            // A module that could not be initialised may be able to later: its device was not there, or its configuration.
            Loaded.TryRemove(path, out _);
            throw;
        }
    }

    /// <summary>Who is logged in to the token of a slot.</summary>
    public TokenLogin LoginOf(ulong slot) => _logins.GetOrAdd(slot, static _ => new TokenLogin());

    private static Pkcs11Module Load(string path)
    {
        try
        {
            NativeEnvironment.Update();
            var library = Pkcs11Library.Load(path);
            library.Initialize();
            return new Pkcs11Module(path, library);
        }
        catch (CkException e)
        {
            throw ErrorCodes.Pkcs11ModuleNotUsable.Because(e, path, $"{e.Function} answers {Ck.NameOf(e.Result)}");
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or InvalidOperationException or EntryPointNotFoundException)
        {
            throw ErrorCodes.Pkcs11ModuleNotUsable.Because(e, path, OneLine(e.Message));
        }
    }

    private static string OneLine(string message) => message.Split('\n')[0].Trim().TrimEnd('.');
}
