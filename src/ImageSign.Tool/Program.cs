using ImageSign.Tool;

return await CommandLine.RunAsync(args, ConsoleStreams.OfProcess());
