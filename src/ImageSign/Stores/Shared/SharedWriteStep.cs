namespace ImageSign.Stores.Shared;

/// <summary>The steps of <see cref="SharedWrite"/>; each is one request.</summary>
internal enum SharedWriteStep
{
    PushMarker,
    Read,
    Write,
    ListMarkers,
    Done,
}
