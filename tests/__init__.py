"""The tests mirror the folders of the project; each docstring states the promise that the test keeps."""
