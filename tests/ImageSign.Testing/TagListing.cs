namespace ImageSign.Testing;

/// <summary>How <c>tags/list</c> answers.</summary>
public enum TagListing
{
    /// <summary>Sorted, <c>n</c> and <c>last</c> honoured, a Link header while there is more: distribution-spec 1.1.</summary>
    Paged,

    /// <summary>Everything at once, unsorted, <c>n</c> and <c>last</c> ignored, 404 for a repository without tags: docker-registry 2.8.3.</summary>
    AllUnsorted,
}
