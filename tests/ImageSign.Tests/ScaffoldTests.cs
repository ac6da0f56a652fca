namespace ImageSign.Tests;
