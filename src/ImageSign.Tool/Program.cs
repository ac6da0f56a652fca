using ImageSign.Tool;
using ImageSign.Tool.Streams;

using var codePage = new Utf8CodePage();
return await CommandLine.RunAsync(args, ConsoleStreams.OfProcess());
