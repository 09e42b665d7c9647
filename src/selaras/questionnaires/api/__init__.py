"""Answers for programs: OData 4.0, as Excel, Power BI and ODK's own tools read it."""
