namespace ImageSign.Stores;

/// <summary>A store that is one file, written anew for each change: many changes are made at once, or none of them.</summary>
internal interface ICollectingStore
{
    /// <summary>From now on nothing is changed before <see cref="CommitAsync"/>; a store that is not there yet is an empty one.</summary>
    void Collect();

    /// <summary>Makes all changes; the result is what the user should know, or null.</summary>
    Task<string?> CommitAsync(CancellationToken cancellationToken);
}
