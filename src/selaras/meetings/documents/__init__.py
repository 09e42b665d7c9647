"""What a meeting leaves on paper: minutes (notulen), record (berita acara), attendance list."""
