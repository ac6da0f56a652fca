using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace ImageSign.Tasks;

/// <summary>Deletes the result file of the last publish, and says where this one's goes.</summary>
[MSBuildMultiThreadableTask]
public sealed class DeleteResultFile : Task
{
    /// <summary><c>$(ImageSignResultFile)</c>, relative to the project.</summary>
    [Required]
    public string ResultFile { get; set; } = "";

    /// <summary>Files that are read: a result file with the name of one of them would cost the user that file.</summary>
    public string[] Inputs { get; set; } = [];

    /// <summary>The project's directory, absolute.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>The file, absolute; empty when the property holds nothing but blanks.</summary>
    [Output]
    public string ResultPath { get; private set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        var log = new MSBuildLog(Log);
        try
        {
            if (ProjectPath.OrNull(ResultFile, ProjectDirectory) is not { } path) return true;
            var isRead = Inputs.Any(input => ProjectPath.OrNull(input, ProjectDirectory) == path);
            if (isRead) throw ErrorCodes.ResultFileUnusable.With(path, "the publish reads the file of that name");
            new ResultFile(path).Delete();
            ResultPath = path;
        }
        catch (ImageSignException failure)
        {
            log.Error(failure);
        }

        return !Log.HasLoggedErrors;
    }
}
