"""What came of a survey: the page for employees, its folder, its poster."""
