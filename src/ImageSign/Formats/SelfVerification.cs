using ImageSign.Verification;

namespace ImageSign.Formats;

/// <summary>What was just made is verified as a stranger would, before anything is published.</summary>
internal static class SelfVerification
{
    public static VerificationContext Context(SigningContext signing, TimeProvider time) => new(signing.Subject, time.GetUtcNow())
    {
        Keys = [signing.Key.PublicKey],
        Annotations = signing.Claims.Annotations,
    };

    public static void Require(Check check)
    {
        if (!check.Passed) throw ErrorCodes.SelfVerificationFailed.With(check.Reason);
    }
}
