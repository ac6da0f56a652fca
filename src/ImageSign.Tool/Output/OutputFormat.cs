namespace ImageSign.Tool.Output;

/// <summary>How results are written (<c>--output</c>).</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One object for one image, an array for several.</summary>
    Json,

    /// <summary>One object per line, as they finish.</summary>
    Jsonl,
}
