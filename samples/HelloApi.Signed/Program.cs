var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "Hello from an image that says who built it.");
app.Run();
