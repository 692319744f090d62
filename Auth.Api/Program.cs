using Auth.Api;
using Auth.Api.Authentication;
using Auth.Api.Commands;
using Auth.Api.Configuration;
using Auth.Api.Controllers;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Api.Readiness;
using Auth.Api.Telemetry;
using Auth.Api.Traffic;

// The same program is the service and, with a command, the operator's tool.
if (CommandLine.IsCommand(args))
    return await CommandLine.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);

// Settings: the section Auth.
builder.Services.AddAuthOptions();

// The outside world, then the use cases over it.
builder.Services.AddInfrastructure().AddApplication();

// The log: nothing of what requests bring; JSON but in Development.
builder.AddLogs();

// HTTP: bodies, errors, tokens, routes, documentation, readiness.
builder.AddWebApi();
builder.Services.AddErrorHandling().AddBearerAuthentication().AddRouteNames().AddOpenApiDocument().AddReadiness();

// Who calls, how much and how often they may, and what browsers may do with the answers.
builder.AddConnectionLimits();
builder.Services.AddProxies().AddRateLimits().AddCorsOrigins().AddSecurityHeaders();

// Metrics and traces, where there is somebody who collects them.
builder.AddTelemetryExport();

await using var app = builder.Build();

// Wrong settings, or tables of another version: one line says so, and nothing starts.
if (!await app.IsReadyAsync())
    return Startup.ConfigurationError;

app.UseDraining();
app.UseUnreadBodies();
app.UseProxies();
app.UseSecurityHeaders();
app.UseErrorHandling();
app.UseCorsOrigins();
app.UseOpenApiDocument();
app.UseAuthentication();
app.UseRateLimits();
app.UseAuthorization();
app.MapControllers();
app.MapHealth();

return await app.ServeAsync();
