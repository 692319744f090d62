using System.Collections.Concurrent;
using System.Net;

namespace Auth.Benchmarks.Rotation;

/// <summary>Counts the responses of a phase of the load.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<(bool IsLogin, string Answer), int> _answers = [];

    /// <summary>The number of requests.</summary>
    public int Requests => Count(_ => true);

    /// <summary>The number of logins.</summary>
    public int Logins => Count(request => request.IsLogin);

    /// <summary>The number of logins without a 200 response.</summary>
    public int LostLogins => Count(request => request is { IsLogin: true, Answer: not "200" });

    /// <summary>The number of reads with a valid token and a 401 response.</summary>
    public int RefusedReads => Count(request => request is { IsLogin: false, Answer: "401" });

    /// <summary>The number of requests of any kind without the expected response.</summary>
    public int Failures => Count(request => request.Answer != "200");

    /// <summary>The number of responses of each kind.</summary>
    public string Answers => string.Join(", ", _answers.GroupBy(pair => pair.Key.Answer).OrderBy(group => group.Key)
        .Select(group => $"{group.Sum(pair => pair.Value):N0} × {group.Key}"));

    /// <summary>Returns the sum of several tallies.</summary>
    public static Tally Sum(IEnumerable<Tally> tallies)
    {
        var sum = new Tally();
        foreach (var (request, count) in tallies.SelectMany(tally => tally._answers))
            sum._answers.AddOrUpdate(request, count, (_, before) => before + count);
        return sum;
    }

    /// <summary>Counts a response.</summary>
    /// <param name="isLogin">Whether the request is a login. Otherwise it is a read.</param>
    /// <param name="status">The status, or null without a response.</param>
    /// <param name="isRight">Whether the content is correct.</param>
    public void Add(bool isLogin, HttpStatusCode? status, bool isRight = true)
    {
        var answer = status is null ? "no answer" : isRight ? $"{(int)status}" : "a wrong answer";
        _answers.AddOrUpdate((isLogin, answer), 1, (_, before) => before + 1);
    }

    private int Count(Func<(bool IsLogin, string Answer), bool> predicate) =>
        _answers.Where(pair => predicate(pair.Key)).Sum(pair => pair.Value);
}
