using System.Reflection;
using System.Text.RegularExpressions;
using Auth.Api.Controllers;
using Auth.Application;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;

namespace Auth.Tests.Unit;

/// <summary>Dependencies point inward only.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(User).Assembly;
    private static readonly Assembly Application = typeof(AuthOptions).Assembly;
    private static readonly Assembly Infrastructure = typeof(AuthDbContext).Assembly;
    private static readonly Assembly Api = typeof(TokenController).Assembly;

    [Test]
    public void The_domain_references_nothing_but_the_runtime() =>
        Assert.That(ReferencesOf(Domain), Has.All.StartsWith("System."));

    [Test]
    public void The_use_cases_reference_the_domain_alone() =>
        Assert.That(OwnReferencesOf(Application), Is.EquivalentTo(["Auth.Domain"]));

    [Test]
    public void The_infrastructure_references_the_use_cases_and_the_domain() =>
        Assert.That(OwnReferencesOf(Infrastructure), Is.EquivalentTo(["Auth.Application", "Auth.Domain"]));

    [TestCase("Microsoft.EntityFrameworkCore")]
    [TestCase("Microsoft.Data")]
    [TestCase("Microsoft.AspNetCore")]
    [TestCase("MailKit")]
    public void The_use_cases_know_nothing_of_what_is_behind_their_interfaces(string technology) =>
        Assert.That(ReferencesOf(Application), Has.None.StartsWith(technology));

    [Test]
    public void The_infrastructure_knows_nothing_of_http() =>
        Assert.That(ReferencesOf(Infrastructure), Has.None.StartsWith("Microsoft.AspNetCore"));

    [Test]
    public void The_api_and_so_its_controllers_know_nothing_of_entity_framework() =>
        Assert.That(ReferencesOf(Api), Has.None.StartsWith("Microsoft.EntityFrameworkCore"));

    [Test]
    public void A_namespace_is_where_its_assembly_says()
    {
        var strays = new[] { Domain, Application, Infrastructure, Api }
            .SelectMany(assembly => assembly.GetExportedTypes()
                .Where(type => type.Namespace?.StartsWith(assembly.GetName().Name!, StringComparison.Ordinal) is not true))
            .Where(type => type.Namespace is not (null or "Microsoft.Extensions.DependencyInjection"));

        Assert.That(strays, Is.Empty);
    }

    [Test]
    public void Only_the_folder_of_a_database_provider_refers_to_it()
    {
        string[] allowed = ["/Persistence/Sqlite/", "/Persistence/SqlServer/", "/Persistence/PostgreSql/", "/Persistence/PersistenceServices.cs", "/DatabaseOptions.cs"];
        var references = new Regex(
            @"Microsoft\.Data\.|Npgsql|\b(Sqlite|SqlServer|PostgreSql)(AuthDbContext|Provider)\b|\bUse(Sqlite|SqlServer|Npgsql)\b"
            + @"|\bDatabaseProvider\.[A-Z]");

        var strays = new[] { "Auth.Domain", "Auth.Application", "Auth.Infrastructure", "Auth.Api" }
            .SelectMany(project => Directory.EnumerateFiles(SourceTree.PathOf(project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Where(file => !allowed.Any(part => file.Contains(part, StringComparison.Ordinal)))
            .Where(file => references.IsMatch(File.ReadAllText(file)));

        Assert.That(strays, Is.Empty);
    }

    private static IEnumerable<string> OwnReferencesOf(Assembly assembly) =>
        ReferencesOf(assembly).Where(name => name.StartsWith("Auth.", StringComparison.Ordinal));

    private static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
}
