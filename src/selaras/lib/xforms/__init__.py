"""ODK XForms: conversion of XLSForm workbooks, definitions, answers and the OpenRosa documents."""
