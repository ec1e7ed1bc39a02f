"""What is said of the tables that a year draws, in the words of their publishers' years; the structure is filled in."""

from __future__ import annotations

POPULATION = (
    "Residents on {days}, on the municipal structure of {structure}: the parts of a merged municipality are summed. "
    "Statistics Norway releases the population of 1 January in the second half of February; published is set to 1 "
    "March of the same year, a declared assumption that is never too early."
)
SETTLED = (
    "Persons settled in the municipality during the year with a decision by the municipality, on the municipal "
    "structure of {structure} (parts summed). suppressed: the publisher hides the number, or that of a part; low and "
    "high add what the hidden cells can be (1 to 3 in 2014, 1 to 4 from 2016, 0 to 4 from 2020, where a blank is hidden or "
    "none) to the printed parts. missing: nothing stated, which from 2016 is none or not applicable and is likely but "
    "not certain to be zero; or a part of a municipality that was split, by a key that is not known. Persons whose "
    "municipality is not stated (protected identity) are in no row. published: 1 March of the following year, a "
    "declared assumption."
)
EMPLOYMENT = (
    "Employed persons by where they live, in the 4th quarter, on the municipal structure of {structure}; 0000 is the "
    "whole country. Until 2014: whole per cent of residents aged 15 to 74 as printed (status ok). The base is not "
    "published with it. For a merged municipality the persons of the parts are summed and the per cent is persons ÷ "
    "Σ(persons of a part ÷ per cent of the part), rounded half to even to four decimals (status derived); low and high "
    "are the same with every part's per cent half a point lower and higher. From 2017 it is another statistic (a new "
    "register since 2015): the per cent is resident employed persons divided by residents aged 15 to 74 on the next 1 "
    "January, rounded to one decimal, not published by Statistics Norway in this form (status derived); persons working "
    "offshore are missing, so rates in the west are a little low; its row 0000 is the sum of the municipalities' "
    "employed over the sum of their residents aged 15 to 74, four decimals. Status missing: no figure. published for "
    "2014-K4 is the day the closed StatBank table of the same statistic (09313) was last changed, 12 June 2015; "
    "otherwise a declared assumption."
)
RESULTS = (
    "Persons who left the introduction programme, by their status in November one year later; year is the year of that "
    "status. On the municipal structure of {structure}. work_or_education is printed only where status is ok. "
    "suppressed: Statistics Norway hides the cell, either because it is small (1 or 2, and 3 as a rule) or to protect "
    "another cell of the row, so that it may well be large. Zeros are printed, so a hidden cell is at least 1: high is "
    "the former participants less the printed cells less 1 for each other hidden cell; low is 1, or the same as high "
    "where no other cell of the row is hidden. Where former_participants is hidden too, all numbers are blank. Parts of "
    "a merged municipality are summed, counts and bounds alike; a part whose number of former participants is hidden "
    "is left out and counted in parts_hidden (1 for a municipality of one part whose number is hidden), and where the "
    "known parts had none the row is suppressed. Zero former participants: status ok, 0. missing: not in the table, or "
    "a part was split by a key that is not known. The table has no national row. published: releases of this statistic "
    "come in December a year after the status; that of 2014 was reported on 21 December 2015, and others are set to 1 "
    "March of the second year after the status, a declared assumption."
)
PARTICIPANTS = (
    "Participants in the introduction programme by municipality, from the national introduction register (NIR), on the "
    "municipal structure of {structure} (parts summed). The publisher does not say whether the number is a stock or "
    "everyone who took part in the year, nor on which day; it is used as an outside check only. suppressed: the publisher "
    "hides the number; low and high add hidden parts as 1 to 4, since nothing under 5 is printed, to the printed parts. "
    "missing: every part has a full stop, which is none or not applicable. published: 1 March of the following year, a "
    "declared assumption."
)
