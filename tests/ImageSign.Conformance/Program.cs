using ImageSign.Conformance;

return ConformanceClient.Run(args, Console.Out, Console.Error);
