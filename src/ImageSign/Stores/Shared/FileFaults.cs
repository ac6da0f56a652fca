namespace ImageSign.Stores.Shared;

/// <summary>What the system says when a file cannot be opened or written: whether waiting helps, and what it means.</summary>
internal static class FileFaults
{
    private const int WindowsWriteProtected = unchecked((int)0x80070013);
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int UnixNoSpace = 28;
    private const int UnixReadOnly = 30;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    /// <summary>True when another process has the file open for itself: the only fault that time heals.</summary>
    public static bool IsSharingViolation(IOException e) => OperatingSystem.IsWindows()
        ? e.HResult is WindowsSharingViolation or WindowsLockViolation
        : e.HResult == (OperatingSystem.IsLinux() ? LinuxWouldBlock : MacWouldBlock);

    /// <summary>The reason for people.</summary>
    public static string Reason(Exception e) => e.HResult switch
    {
        UnixReadOnly when !OperatingSystem.IsWindows() => "its file system is read-only",
        UnixNoSpace when !OperatingSystem.IsWindows() => "there is no space left on its file system",
        WindowsWriteProtected => "its file system is read-only",
        WindowsDiskFull => "there is no space left on its file system",
        _ => e.Message,
    };
}
