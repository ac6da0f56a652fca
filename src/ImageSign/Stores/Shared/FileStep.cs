namespace ImageSign.Stores.Shared;

/// <summary>What is about to happen to a file that is being replaced.</summary>
internal enum FileStep
{
    /// <summary>The new file is created beside the old one.</summary>
    Create,

    /// <summary>Bytes are handed to the system.</summary>
    Write,

    /// <summary>The new file is made durable.</summary>
    Flush,

    /// <summary>The new file takes the place of the old one.</summary>
    Rename,

    /// <summary>The directory, and with it the rename, is made durable.</summary>
    SyncDirectory,

    /// <summary>Nothing is left to do.</summary>
    Done,
}
