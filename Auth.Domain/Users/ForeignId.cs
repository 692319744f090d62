using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>
/// The ids of imported users in their former system. An id that is not a UUID maps to a version 5 UUID (RFC 9562 §5.5): the same id
/// always becomes the same UUID.
/// </summary>
public static class ForeignId
{
    /// <summary>The maximum length of an id.</summary>
    public const int MaxLength = 128;

    private const int GuidBytes = 16;

    // The namespace of the UUIDs, which never changes: stored ids depend on it.
    private static readonly Guid Namespace = new("8f2b1c64-5d0e-4a8e-9b63-0c6a7f4e21d5");

    /// <summary>Returns whether a text can be an id: 1 to 128 visible ASCII characters.</summary>
    public static bool IsValid([NotNullWhen(true)] string? id) =>
        id is { Length: > 0 and <= MaxLength } && !id.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Reads the id of a user in a token: a UUID in canonical form, or an id of the former system.</summary>
    /// <param name="text">The text.</param>
    /// <param name="acceptLegacyIds">Whether ids that are not UUIDs are accepted.</param>
    /// <param name="id">The id of the user in this service.</param>
    public static bool TryRead(string? text, bool acceptLegacyIds, out Guid id)
    {
        if (CanonicalGuid.TryParse(text, out id))
            return true;
        if (!acceptLegacyIds || !IsValid(text))
            return false;
        id = ToGuid(text);
        return true;
    }

    /// <summary>Returns the UUID of a valid id.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 defines version 5 with SHA-1. The UUID is a name, not a proof.")]
    public static Guid ToGuid(string id)
    {
        Span<byte> name = stackalloc byte[GuidBytes + MaxLength];
        Namespace.TryWriteBytes(name, bigEndian: true, out _);
        var length = GuidBytes + Encoding.ASCII.GetBytes(id, name[GuidBytes..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(name[..length], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..GuidBytes], bigEndian: true);
    }
}
