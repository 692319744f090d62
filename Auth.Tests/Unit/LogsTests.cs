using Auth.Api.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Auth.Tests.Unit;

public sealed class LogsTests
{
    [TestCase("Production", null, "json")]
    [TestCase("Staging", null, "json")]
    [TestCase("Development", null, null)]
    [TestCase("Production", "simple", "simple")]
    [TestCase("Development", "json", "json")]
    public void The_log_is_JSON_outside_Development_unless_configured_otherwise(
        string environment, string? setting, string? formatter)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
            Args = setting is null ? [] : [$"--Logging:Console:FormatterName={setting}"],
        });

        builder.AddLogs();

        Assert.That(builder.Configuration["Logging:Console:FormatterName"], Is.EqualTo(formatter));
    }
}
