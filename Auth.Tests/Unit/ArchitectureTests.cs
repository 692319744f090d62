using System.Reflection;
using System.Text.RegularExpressions;
using Auth.Api.Controllers;
using Auth.Application;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Tests.Unit;

/// <summary>Dependencies point inward only.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(User).Assembly;
    private static readonly Assembly Application = typeof(AuthOptions).Assembly;
    private static readonly Assembly Infrastructure = typeof(AuthDbContext).Assembly;
    private static readonly Assembly Api = typeof(TokenController).Assembly;

    [Test]
    public void Auth_Domain_references_only_the_runtime() =>
        Assert.That(ReferencesOf(Domain), Has.All.StartsWith("System."));

    [Test]
    public void Auth_Application_references_only_Auth_Domain() =>
        Assert.That(OwnReferencesOf(Application), Is.EquivalentTo(["Auth.Domain"]));

    [Test]
    public void Auth_Infrastructure_references_only_Auth_Application_and_Auth_Domain() =>
        Assert.That(OwnReferencesOf(Infrastructure), Is.EquivalentTo(["Auth.Application", "Auth.Domain"]));

    [TestCase("Microsoft.EntityFrameworkCore")]
    [TestCase("Microsoft.Data")]
    [TestCase("Microsoft.AspNetCore")]
    [TestCase("MailKit")]
    public void Auth_Application_does_not_reference_infrastructure_packages(string technology) =>
        Assert.That(ReferencesOf(Application), Has.None.StartsWith(technology));

    [Test]
    public void Auth_Infrastructure_does_not_reference_ASP_NET_Core() =>
        Assert.That(ReferencesOf(Infrastructure), Has.None.StartsWith("Microsoft.AspNetCore"));

    [Test]
    public void Auth_Api_does_not_reference_Entity_Framework_Core() =>
        Assert.That(ReferencesOf(Api), Has.None.StartsWith("Microsoft.EntityFrameworkCore"));

    [Test]
    public void Public_types_are_in_the_namespace_of_their_assembly()
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
        string[] allowed =
        [
            "/Persistence/Sqlite/", "/Persistence/SqlServer/", "/Persistence/PostgreSql/", "/Persistence/PersistenceServices.cs", "/DatabaseOptions.cs",
            // The databases of other systems.
            "/Import/",
        ];
        var references = new Regex(
            @"Microsoft\.Data\.|Npgsql|\b(Sqlite|SqlServer|PostgreSql)(AuthDbContext|Provider)\b|\bUse(Sqlite|SqlServer|Npgsql)\b"
            + @"|\bDatabaseProvider\.[A-Z]");

        var strays = SourcesOf("Auth.Domain", "Auth.Application", "Auth.Infrastructure", "Auth.Api")
            .Where(file => !allowed.Any(part => file.Contains(part, StringComparison.Ordinal)))
            .Where(file => references.IsMatch(File.ReadAllText(file)));

        Assert.That(strays, Is.Empty);
    }

    [Test]
    public void Type_names_do_not_collide_with_the_frameworks()
    {
        string[] frameworks =
            ["System.", "Microsoft.AspNetCore.", "Microsoft.Extensions.", "Microsoft.EntityFrameworkCore", "Microsoft.OpenApi", "Swashbuckle."];
        var theirs = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => frameworks.Any(framework => name.StartsWith(framework, StringComparison.Ordinal)))
            .SelectMany(name => Assembly.Load(name).GetExportedTypes())
            .Where(type => !type.IsNested)
            .ToLookup(type => type.Name);

        var collisions = new[] { Domain, Application, Infrastructure, Api }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsNested && type.Namespace?.StartsWith("Auth.", StringComparison.Ordinal) is true)
            .SelectMany(type => theirs[type.Name], (type, their) => $"{type} collides with {their}");

        Assert.That(theirs, Has.Count.GreaterThan(5000));
        Assert.That(collisions, Is.Empty);
    }

    [Test]
    public void No_controller_uses_a_repository()
    {
        var used = Api.GetTypes().Where(type => typeof(ControllerBase).IsAssignableFrom(type))
            .SelectMany(type => type.GetConstructors().Cast<MethodBase>().Concat(type.GetMethods()))
            .SelectMany(method => method.GetParameters())
            .Where(parameter => parameter.ParameterType.Assembly == Domain && parameter.ParameterType.IsInterface);

        Assert.That(used, Is.Empty);
    }

    [Test]
    public void Only_the_publisher_calls_listeners()
    {
        var calls = new Regex(@"\.(HandleAsync|CommittedAsync)\(");

        var callers = SourcesOf("Auth.Domain", "Auth.Application", "Auth.Infrastructure", "Auth.Api")
            .Where(file => calls.IsMatch(File.ReadAllText(file))).Select(Path.GetFileName);

        Assert.That(callers, Is.EqualTo([$"{nameof(Auth.Application.Events.AccountEventPublisher)}.cs"]));
    }

    private static IEnumerable<string> SourcesOf(params string[] projects) => projects
        .SelectMany(project => Directory.EnumerateFiles(SourceTree.PathOf(project), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    private static IEnumerable<string> OwnReferencesOf(Assembly assembly) =>
        ReferencesOf(assembly).Where(name => name.StartsWith("Auth.", StringComparison.Ordinal));

    private static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
}
