using Auth.Api.Authentication;
using Auth.Api.Commands;
using Auth.Api.Controllers;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.Hosting;
using Auth.Api.OpenApi;

// With a command, the program runs as the operator's tool. Otherwise it runs as the service.
if (CommandLine.IsCommand(args))
    return await CommandLine.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);

// Settings from the configuration section Auth.
builder.Services.AddAuthOptions();

// Infrastructure and application services.
builder.Services.AddInfrastructure().AddApplication();

// Logs without request data, in JSON except in Development.
builder.AddLogs();

// HTTP: bodies, errors, authentication, routes, the OpenAPI document and readiness.
builder.AddWebApi();
builder.Services.AddErrorHandling().AddAuthenticationBackends().AddRegistrationRoutes().AddOptionalRoutes()
    .AddOpenApiDocument().AddReadiness();

// HTTP limits and headers.
builder.AddConnectionLimits();
builder.Services.AddProxies().AddRateLimits().AddCorsOrigins().AddSecurityHeaders();

// Metrics and traces, exported when a collector is configured.
builder.AddTelemetryExport();

await using var app = builder.Build();

// Invalid settings or an outdated database schema stop the program with a one-line error.
if (!await app.IsReadyAsync())
    return StartupChecks.ConfigurationError;

app.UseDraining();
app.UseUnreadBodies();
app.UseProxies();
app.UseSecurityHeaders();
app.UseErrorHandling();
app.UseCorsOrigins();
app.UseOpenApiDocument();
app.UseAuthentication();
app.UseCsrfProtection();
app.UseRateLimits();
app.UseAuthorization();
app.MapControllers();
app.MapHealth();

return await app.ServeAsync();
