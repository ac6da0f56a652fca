namespace ImageSign.Stores;

/// <summary>A store whose images some tools open only while nothing is listed beside them, so that signatures are listed there on request only.</summary>
internal interface IOptionalListing
{
    /// <summary>From now on, what is attached is kept without being listed: we find it, and other tools see what they saw before.</summary>
    void LeaveUnlisted();
}
