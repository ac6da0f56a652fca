namespace ImageSign.Keys.Pkcs11;

/// <summary>A function of a module that did not return <c>CKR_OK</c>; whoever knows what it was about turns it into an <see cref="ImageSignException"/>.</summary>
internal sealed class CkException(string function, ulong result) : Exception($"{function}: {Ck.NameOf(result)}")
{
    /// <summary>The function.</summary>
    public string Function => function;

    /// <summary>What it returned.</summary>
    public ulong Result => result;
}
