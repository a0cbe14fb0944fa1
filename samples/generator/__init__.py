"""Makes Vietnamese administrative dossiers with their ground truth.

The way of a sample: a *case* (``cases``) invents people and papers; ``typesetting`` sets a paper in the layout of
Decree 30/2020/NĐ-CP on a canvas; ``ink`` adds what people add by hand; ``scanner`` wears the page as paper and a
scanner do; ``containers`` writes the file; ``truth`` writes what stands in it. Drafts of outcomes go through the same
typesetting onto a PDF canvas and stay text. Everything follows from the seed.
"""
