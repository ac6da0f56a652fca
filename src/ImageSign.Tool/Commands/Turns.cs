using ImageSign.Oci;

namespace ImageSign.Tool.Commands;

/// <summary>Images that change the same thing take turns: those in one file, directory or engine, and one that is named twice.</summary>
internal sealed class Turns
{
    private readonly Dictionary<string, (SemaphoreSlim Turn, int Users)> _turns = new(StringComparer.Ordinal);

    public async Task<TResult> TakeAsync<TResult>(ImageReference image, Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        var place = image.Transport == Transport.Registry ? image.ToString() : $"{image.Transport}:{PathOf(image)}";
        var turn = Enter(place);
        try
        {
            await turn.WaitAsync(cancellationToken);
            try
            {
                return await work();
            }
            finally
            {
                turn.Release();
            }
        }
        finally
        {
            Leave(place);
        }
    }

    /// <summary>An engine is one place, whatever its images are called.</summary>
    private static string PathOf(ImageReference image) => image.Transport is Transport.OciLayout or Transport.OciArchive or Transport.DockerArchive ? Path.GetFullPath(image.Name) : "";

    private SemaphoreSlim Enter(string place)
    {
        lock (_turns)
        {
            var (turn, users) = _turns.GetValueOrDefault(place, (new SemaphoreSlim(1), 0));
            _turns[place] = (turn, users + 1);
            return turn;
        }
    }

    private void Leave(string place)
    {
        lock (_turns)
        {
            var (turn, users) = _turns[place];
            if (users > 1) _turns[place] = (turn, users - 1);
            else _turns.Remove(place);
        }
    }
}
