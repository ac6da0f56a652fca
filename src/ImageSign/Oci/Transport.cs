namespace ImageSign.Oci;

/// <summary>The kinds of place an image can be.</summary>
public enum Transport
{
    /// <summary>A registry: <c>[docker://]host/repo[:tag][@digest]</c>.</summary>
    Registry,

    /// <summary>An OCI layout directory: <c>oci:DIR[:tag|@digest]</c>.</summary>
    OciLayout,

    /// <summary>An OCI layout in a tar file: <c>oci-archive:FILE[:tag|@digest]</c>.</summary>
    OciArchive,

    /// <summary>What <c>docker save</c> writes: <c>docker-archive:FILE[:ref]</c>.</summary>
    DockerArchive,

    /// <summary>The local Docker engine: <c>docker-daemon:REF</c>.</summary>
    DockerDaemon,

    /// <summary>The local Podman: <c>podman:REF</c>.</summary>
    Podman,

    /// <summary>A name without a registry host, <c>python-test:latest</c>: the local engine, or Docker Hub.</summary>
    Unqualified,
}
