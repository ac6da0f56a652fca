namespace ImageSign.Keys.File;

/// <summary>In which form a file holds its key; what other tools can do with the file depends on it.</summary>
internal enum KeyFileForm
{
    /// <summary>Plain PEM, in lines.</summary>
    Pem,

    /// <summary>DER.</summary>
    Der,

    /// <summary>Something that we read and others may not: base64 of a file, one line, behind a byte order mark.</summary>
    Other,
}
