namespace ImageSign;

/// <summary>One failure that users can meet: a stable number, one sentence, one remedy. All of them are in <see cref="ErrorCodes"/>.</summary>
/// <param name="Number">Four digits; the first is the family: 0 internal, 1 input, 2 store, 3 keys, 4 envelope, 5 trust, 6 policy, 7 MSBuild.</param>
/// <param name="Sentence">A composite format string, one sentence with a full stop.</param>
/// <param name="Remedy">What the user can do about it.</param>
/// <param name="Undecided">True when the failure says nothing about the image: it could not be judged (exit code 3), as against judged and refused (exit code 1).</param>
public sealed record ErrorCode(int Number, string Sentence, string Remedy, bool Undecided)
{
    /// <summary>The code as users see it, <c>IMGSIGN2001</c>.</summary>
    public string Id => $"IMGSIGN{Number:D4}";

    /// <summary>Where the code is explained.</summary>
    public string HelpLink => $"https://github.com/imagesign/imagesign/blob/main/docs/errors.md#{Id.ToLowerInvariant()}";

    /// <summary>Makes the exception that carries this code.</summary>
    public ImageSignException With(params object?[] arguments) => new(this, arguments);

    /// <summary>Makes the exception that carries this code, with what caused it.</summary>
    public ImageSignException Because(Exception inner, params object?[] arguments) => new(this, arguments, inner);

    /// <inheritdoc />
    public override string ToString() => Id;
}
