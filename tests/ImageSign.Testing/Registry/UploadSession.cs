namespace ImageSign.Testing.Registry;

/// <summary>One open upload: the bytes so far.</summary>
internal sealed class UploadSession(string repository)
{
    private readonly Lock gate = new();
    private readonly List<byte> received = [];

    public string Repository => repository;

    public int Length
    {
        get
        {
            lock (gate)
            {
                return received.Count;
            }
        }
    }

    public void Append(byte[] chunk)
    {
        lock (gate)
        {
            received.AddRange(chunk);
        }
    }

    public byte[] ToArray()
    {
        lock (gate)
        {
            return [.. received];
        }
    }
}
