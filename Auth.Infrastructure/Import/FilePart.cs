namespace Auth.Infrastructure.Import;

/// <summary>A part of a file.</summary>
internal sealed class FilePart(FileStream file, long start, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Advance(await RandomAccess.ReadAsync(file.SafeFileHandle, buffer[..Remaining(buffer.Length)], start + _position, cancellationToken));

    public override int Read(byte[] buffer, int offset, int count) =>
        Advance(RandomAccess.Read(file.SafeFileHandle, buffer.AsSpan(offset, Remaining(count)), start + _position));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private int Remaining(int count) => (int)Math.Min(count, length - _position);

    private int Advance(int read)
    {
        _position += read;
        return read;
    }
}
