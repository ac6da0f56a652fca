namespace ImageSign.Fuzz.Targets;

/// <summary>A file for what the engine reads from files only; in memory where the system has such a place.</summary>
internal sealed class ScratchFile : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    public ScratchFile(ReadOnlySpan<byte> content) => File.WriteAllBytes(Path, content);

    public string Path { get; } = System.IO.Path.Combine(Directory.Exists(SharedMemory) ? SharedMemory : System.IO.Path.GetTempPath(), $"imagesign-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(Path);
}
