namespace Auth.Api.Contracts;

/// <summary>A JSON object that a request brings.</summary>
public interface IRequestBody
{
    /// <summary>The names of the members and what is wrong with each, null where nothing is.</summary>
    IEnumerable<(string Member, string? Problem)> Check();
}
