using System.Text.Json.Nodes;
using ImageSign.TestPlugin;

// A Notation plug-in, written from the protocol's specification alone. Beside the executable: key.pem, chain.pem, mode.txt; each request is added to requests.jsonl.
var home = AppContext.BaseDirectory;
var mode = File.ReadAllText(Path.Combine(home, "mode.txt"));
if (args is ["v1", var question])
{
    // The same program is a KMS plug-in of Sigstore's protocol: the question stands in the arguments.
    var asked = JsonNode.Parse(question)!.AsObject();
    File.AppendAllText(Path.Combine(home, "requests.jsonl"), asked.ToJsonString() + "\n");
    using var input = new MemoryStream();
    await Console.OpenStandardInput().CopyToAsync(input);
    if (mode == "slow") await Task.Delay(TimeSpan.FromMinutes(5));
    while (mode == "chatty") Console.Out.Write(new string('x', 1 << 16));
    if (mode == "garbage") Console.Out.Write("this is no JSON");
    if (mode == "crash") Console.Error.Write("one\nTraceback: it crashed\n");
    if (mode is "silent" or "garbage" or "crash") return mode == "crash" ? 2 : 0;
    Console.Out.Write(KmsAnswer.To(asked, input.ToArray(), home, mode).ToJsonString());
    return mode == "exit3" ? 3 : 0;
}

var request = JsonNode.Parse(await Console.In.ReadToEndAsync())!.AsObject();
File.AppendAllText(Path.Combine(home, "requests.jsonl"), new JsonObject { ["cmd"] = args[0], ["mode"] = mode, ["request"] = request.DeepClone() }.ToJsonString() + "\n");

switch (mode, args[0])
{
    case ("rawerr", "generate-signature"):
        Console.Error.Write("""{"errorCode":"ACCESS_DENIED","errorMessage":"you shall not pass","errorMetadata":{"k":"v"}}""");
        return 1;
    case ("rawstderr", "generate-signature"):
        Console.Error.Write("plain words of a crash");
        return 1;
    case ("silent", "generate-signature"):
        return 3;
    case ("slow", "generate-signature"):
        await Task.Delay(TimeSpan.FromMinutes(5));
        return 0;
    case ("flood", "generate-signature"):
        var noise = new string('x', 1 << 20);
        while (true) Console.Out.Write(noise);
    case (_, "get-plugin-metadata"):
        Console.Out.Write(Metadata.Of(mode).ToJsonString());
        return 0;
    case (_, "describe-key"):
        Console.Out.Write(new JsonObject { ["keyId"] = mode == "otherkey" ? "another" : request["keyId"]!.GetValue<string>(), ["keySpec"] = "EC-256" }.ToJsonString());
        return 0;
    case (_, "generate-signature"):
        Console.Out.Write(new Signer(home).Sign(request, mode).ToJsonString());
        return 0;
    case (_, "generate-envelope"):
        Console.Out.Write(new Signer(home).MakeEnvelope(request, mode).ToJsonString());
        return 0;
    case (_, "verify-signature"):
        Console.Out.Write(Verifier.Answer(request, mode).ToJsonString());
        return 0;
    default:
        Console.Error.Write("""{"errorCode":"VALIDATION_ERROR","errorMessage":"unknown command"}""");
        return 1;
}
