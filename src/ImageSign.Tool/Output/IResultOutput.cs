using ImageSign.Oci;

namespace ImageSign.Tool.Output;

/// <summary>Receives the results of one command as they finish.</summary>
internal interface IResultOutput<in TResult>
{
    /// <summary>An image's result.</summary>
    void Result(TResult result);

    /// <summary>Why an image has no result; the error itself is on standard error already.</summary>
    void Failure(ImageReference image, ImageSignException failure);

    /// <summary>No more will come.</summary>
    void End();
}
