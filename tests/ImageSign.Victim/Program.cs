using System.Diagnostics;
using System.Globalization;
using ImageSign;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores.Shared;
using ImageSign.Tests.Support;

// Signs an image, says each step that a file takes before it takes it, and dies the way of a power cut before the one that was asked for (0: never).
var (image, key, format, last) = (args[0], args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
var count = 0;
FileSteps.Observe(step =>
{
    Console.Out.WriteLine($"{++count} {step}");
    Console.Out.Flush();
    if (count != last) return;
    using var self = Process.GetCurrentProcess();
    self.Kill();
    Thread.Sleep(Timeout.Infinite);
});
var request = new SignRequest(ImageReference.Parse(image), KeyReference.Parse(key)) { Formats = [format], Attach = format != "embedded" };
await new ImageSigner(EngineOptions.CreateDefault(Passwords.None)).SignAsync(request, CancellationToken.None);
