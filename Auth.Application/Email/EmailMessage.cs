namespace Auth.Application.Email;

/// <summary>A message to one person, in plain text and in HTML.</summary>
/// <param name="To">The stored address of the user, as <c>EmailAddress</c> writes it.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain-text body.</param>
/// <param name="Html">The same in HTML.</param>
public sealed record EmailMessage(string To, string Subject, string Text, string Html);
